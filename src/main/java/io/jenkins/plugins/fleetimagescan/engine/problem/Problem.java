package io.jenkins.plugins.fleetimagescan.engine.problem;

import java.io.Serializable;

/**
 * Something that a user can mend in a file. Problems are values: they are collected and reported together, so that
 * a file is corrected in one go. What cannot go on at all is an exception instead.
 *
 * @param message a sentence without the place: what was found, what is accepted
 */
public record Problem(Severity severity, Place place, String message) implements Serializable {
    /** An error keeps the run from starting; a warning is shown and the run goes on. */
    public enum Severity {
        ERROR,
        WARNING
    }

    public static Problem error(Place place, String message) {
        return new Problem(Severity.ERROR, place, message);
    }

    public static Problem warning(Place place, String message) {
        return new Problem(Severity.WARNING, place, message);
    }

    public boolean isError() {
        return severity == Severity.ERROR;
    }

    @Override
    public String toString() {
        return place + ": " + message;
    }
}
