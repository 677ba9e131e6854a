"""What the pages of the charter show."""
