"""The browser and the machine in words, from what a browser says of itself."""

BROWSERS = (("Edg", "Edge"), ("OPR/", "Opera"), ("Firefox/", "Firefox"), ("FxiOS/", "Firefox"), ("Chrome/", "Chrome"), ("CriOS/", "Chrome"),
            ("Safari/", "Safari"))  # fmt: skip  # the first that fits: most say that they are Safari as well
MACHINES = (("iPhone", "iPhone"), ("iPad", "iPad"), ("Android", "Android"), ("Windows", "Windows"), ("Macintosh", "Mac"), ("CrOS", "Chromebook"),
            ("Linux", "Linux"))  # fmt: skip


def device_words(said: str) -> str:
    """"Firefox on Windows"; what it says is not proof, and may be nothing."""
    browser = next((words for sign, words in BROWSERS if sign in said), "")
    machine = next((words for sign, words in MACHINES if sign in said), "")
    return f"{browser or 'Another browser'} on {machine}" if machine else browser or "Unknown device"
