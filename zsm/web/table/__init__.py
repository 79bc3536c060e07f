"""The pages of the ZSM table in session: at a desk, and on the wall."""
