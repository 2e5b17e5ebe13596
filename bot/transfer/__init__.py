"""The programme out of the bot and into it: `python -m bot export` and `import`."""

EXPORTED = ("edition", "csv", "json", "geojson", "ics", "openagenda", "atom")
IMPORTED = ("edition", "openagenda", "ics", "csv")
