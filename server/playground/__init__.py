"""The page of the playground. The top-level package `playground` computes, in the browser."""
