"""The step-by-step engine: steps are declared, a form orders them, a walk asks and takes answers."""
