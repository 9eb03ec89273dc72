"""Which sources of an exercise resemble each other: a pointer for people, never a judgement."""
