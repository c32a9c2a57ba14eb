package io.tickgate.core.transport.tls;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.BasicFileAttributes;

/** By what it is seen that files were changed, or replaced, without reading them. Links are followed. */
record FileStamps(String certificate, String key) {
    static FileStamps of(TlsSettings settings) {
        return new FileStamps(stamp(settings.certificate()), stamp(settings.key()));
    }

    private static String stamp(Path file) {
        try {
            BasicFileAttributes attributes = Files.readAttributes(file, BasicFileAttributes.class);
            return attributes.lastModifiedTime() + " " + attributes.size() + " " + attributes.fileKey();
        } catch (IOException e) {
            return e.toString();
        }
    }
}
