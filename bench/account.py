"""The accounts of the bench; their database lives as long as the bench."""

EMAIL = "bench@example.org"
# coordinates the community of the year, so that the pages of the other one stay what they were
YEAR_EMAIL = "year@example.org"
PASSPHRASE = "mesurer-sans-esperer-douze"
