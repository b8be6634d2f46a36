package io.jenkins.plugins.fleetimagescan.engine.manifest;

/** A scalar that a marker asks to replace. */
record MarkedScalar(Marker marker, YamlOutline.Scalar scalar) {}
