package io.tickgate.core.auth;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;

/**
 * Keys in a file. Any thread. <b>Bound:</b> {@code auth.jwks-max-bytes}.
 *
 * @param executor reads it, since a disk may be slow
 */
record KeyFile(Path path, int bytesMax, Executor executor) implements KeyDocument {
    @Override
    public CompletableFuture<String> fetch() {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return read();
                    } catch (IOException e) {
                        throw new UncheckedIOException(e);
                    }
                },
                executor);
    }

    /** Reads it on the calling thread, which waits for the disk. */
    String read() throws IOException {
        try (InputStream in = Files.newInputStream(path)) {
            byte[] bytes = in.readNBytes(bytesMax + 1);
            if (bytes.length > bytesMax) {
                throw new IOException("it is larger than auth.jwks-max-bytes");
            }
            return new String(bytes, StandardCharsets.UTF_8);
        }
    }

    @Override
    public String toString() {
        return path.toString();
    }
}
