"""What the corpus learns from all its pages together, and how it is applied to those that are stored."""
