"""The zone that counts where neither a place nor a person says another."""

PARIS = "Europe/Paris"
