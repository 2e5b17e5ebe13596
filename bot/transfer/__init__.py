"""The programme out of the bot and into it: `python -m bot export` and `import`."""

IMPORTED = ("edition", "openagenda", "ics", "csv")
