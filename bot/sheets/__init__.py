"""Tables as files for spreadsheets and for programs."""
