"""The HTTP service: one `Summariser` for all callers, kept from harm; the only door to fastapi and uvicorn."""
