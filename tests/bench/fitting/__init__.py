"""The fit of the default weights and of the calibration, from incidents with known answers."""
