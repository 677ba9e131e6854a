"""How the house is opened: settings from the environment, URLs, checks, the verbs of the command."""
