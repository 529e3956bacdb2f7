"""Pictures and printed pages, drawn with fonts that come with a package."""
