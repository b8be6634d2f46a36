package io.jenkins.plugins.fleetimagescan.engine.manifest;

import io.jenkins.plugins.fleetimagescan.engine.problem.Place;

/**
 * A scalar that a marker asks to replace.
 *
 * @param place the first character of the scalar
 */
record MarkedScalar(Marker marker, YamlOutline.Scalar scalar, Place place) {}
