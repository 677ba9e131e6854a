"""The one account of the bench; its database lives as long as the bench."""

EMAIL = "bench@example.org"
PASSPHRASE = "mesurer-sans-esperer-douze"
