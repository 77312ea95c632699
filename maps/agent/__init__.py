"""What an agent may do with a layer: look at it, check, and suggest; a person takes suggestions in with `review`."""
