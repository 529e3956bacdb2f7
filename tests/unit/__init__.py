"""The domain, the services, the answers and the shipped content, without a database or Discord."""
