"""Articles with instructions to the model put into them, each with its clean twin: payloads, carriers, pairs."""
