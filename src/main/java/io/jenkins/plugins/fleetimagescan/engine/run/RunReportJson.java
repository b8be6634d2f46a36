package io.jenkins.plugins.fleetimagescan.engine.run;

import com.fasterxml.jackson.annotation.JsonAutoDetect;
import com.fasterxml.jackson.annotation.JsonInclude;
import com.fasterxml.jackson.annotation.PropertyAccessor;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.Map;

/** Reports as JSON: how a build keeps them, and what {@code --output json} prints. Times are ISO 8601. */
public final class RunReportJson {
    private static final ObjectMapper MAPPER = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            // A report written by a later version is still readable.
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            // Only the parts of records, not what they derive from them.
            .visibility(PropertyAccessor.ALL, JsonAutoDetect.Visibility.NONE)
            .visibility(PropertyAccessor.FIELD, JsonAutoDetect.Visibility.ANY)
            .visibility(PropertyAccessor.CREATOR, JsonAutoDetect.Visibility.ANY)
            .serializationInclusion(JsonInclude.Include.NON_NULL)
            .build();

    private RunReportJson() {}

    /**
     * Writes the file whole or not at all, whatever stops it meanwhile.
     *
     * @param part the report, or another record that holds results of scans
     * @param file in a folder that exists
     */
    public static void write(Record part, Path file) throws IOException {
        Path whole = file.toAbsolutePath();
        Path temporary = Files.createTempFile(whole.getParent(), ".fleet-image-scan-", ".tmp");
        try {
            try (OutputStream out = Files.newOutputStream(temporary)) {
                MAPPER.writeValue(out, part);
            }
            Files.move(temporary, whole, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(temporary);
        }
    }

    /** @throws IOException also if the file holds no such record */
    public static <T extends Record> T read(Path file, Class<T> type) throws IOException {
        try (InputStream in = Files.newInputStream(file)) {
            return MAPPER.readValue(in, type);
        }
    }

    /** {@link RunReport#summary()} for people and programs; null values are kept. */
    public static String summary(Map<String, Object> summary) {
        try {
            return MAPPER.copy()
                    .setSerializationInclusion(JsonInclude.Include.ALWAYS)
                    .writerWithDefaultPrettyPrinter()
                    .writeValueAsString(summary);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e); // maps of plain values cannot fail
        }
    }
}
