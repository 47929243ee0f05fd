"""Training of the adapters in `knowledge/embedding/weights`; the product does not import it."""
