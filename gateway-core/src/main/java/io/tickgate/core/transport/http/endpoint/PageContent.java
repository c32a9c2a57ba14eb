package io.tickgate.core.transport.http.endpoint;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;

/**
 * A file of a page, or a document, as it is sent. It is read when somebody asks for the first time, and kept: a gateway whose
 * pages nobody looks at has none of them in memory. Immutable.
 */
final class PageContent {
    private static final String PLACE = "/io/tickgate/core/";
    private static final int ETAG_BYTES = 12;

    private final byte[] plain;
    private final byte[] gzip;
    private final String etag;

    /** @param plain not changed afterwards */
    PageContent(byte[] plain) {
        this.plain = plain;
        this.gzip = Gzip.compress(plain);
        this.etag = hash(plain);
    }

    /** Reads the file from the gateway's own jar. Blocks. */
    static byte[] read(String file) {
        try (InputStream in = PageContent.class.getResourceAsStream(PLACE + file)) {
            if (in == null) {
                throw new IllegalStateException("the build left out " + PLACE + file);
            }
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Not to be changed by the caller. */
    byte[] bytes(boolean compressed) {
        return compressed ? gzip : plain;
    }

    /** Its entity tag: the compressed bytes are others. */
    String etag(boolean compressed) {
        return '"' + etag + (compressed ? "-gz\"" : "\"");
    }

    private static String hash(byte[] bytes) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(bytes);
            StringBuilder hex = new StringBuilder(2 * ETAG_BYTES);
            for (int i = 0; i < ETAG_BYTES; i++) {
                hex.append(Character.forDigit(digest[i] >> 4 & 0xf, 16))
                        .append(Character.forDigit(digest[i] & 0xf, 16));
            }
            return hex.toString();
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
