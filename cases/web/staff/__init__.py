"""The staff of an organisation: who works here, roles and certificates; coming, changing, going."""
