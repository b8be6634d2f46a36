package io.jenkins.plugins.fleetimagescan.cli;

import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;

/** Why a file cannot be used, in words: the messages of Java's own exceptions are often the path alone. */
final class FileErrors {
    private FileErrors() {}

    static String reason(Exception e) {
        if (e instanceof NoSuchFileException) {
            return "there is no such file";
        }
        if (e instanceof AccessDeniedException) {
            return "permission denied";
        }
        if (e instanceof FileSystemException failure) {
            return failure.getReason() == null ? failure.toString() : failure.getReason();
        }
        return e instanceof IOException && e.getMessage() == null ? e.toString() : e.getMessage();
    }
}
