"""A made-up course of any size, with the work of its class: for measuring, and for seeing how pages look when full."""
