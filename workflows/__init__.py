"""The procedures: whose desk it is on, what comes next, what is due today.

The only package that knows viewflow. Legal state lives in the apps below; a chart only says what comes next.
"""
