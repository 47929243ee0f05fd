"""How the adapters in `knowledge/adapters` were made; nothing here runs in the product."""
