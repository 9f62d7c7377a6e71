"""How long a test waits for what must come: only one that fails waits so long."""

PATIENCE_S = 180.0  # on a machine whose cores others use
