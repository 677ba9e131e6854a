from tests.unit.exchange.instances import begun, make_instance

__all__ = ["begun", "make_instance"]
