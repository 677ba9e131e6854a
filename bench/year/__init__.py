"""The rows of a year: calls with their applications, honoraria, budgets. In bulk, in a community of their own."""
