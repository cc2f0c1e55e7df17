"""Acts of the procedure itself: firing timers, moving cases."""
