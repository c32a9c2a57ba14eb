package io.tickgate.core.transport.tls;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.AccessDeniedException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;

/**
 * The blocks of a PEM file (RFC 7468), in their order. What stands between them does not matter.
 *
 * <p><b>Bound:</b> {@value #BYTES_MAX} bytes.
 */
record PemFile(List<Block> blocks) {
    static final int BYTES_MAX = 1 << 20;

    private static final String BEGIN = "-----BEGIN ";
    private static final String END = "-----END ";
    private static final String DASHES = "-----";

    /**
     * One block.
     *
     * @param label such as {@code CERTIFICATE}
     * @param isEncrypted whether its bytes need a pass phrase
     */
    record Block(String label, boolean isEncrypted, String base64) {
        byte[] bytes() {
            return Base64.getDecoder().decode(base64);
        }
    }

    /** @param setting that names the file, for the error */
    static PemFile read(Path file, String setting) throws TlsFileException {
        try (InputStream in = Files.newInputStream(file)) {
            byte[] bytes = in.readNBytes(BYTES_MAX + 1);
            if (bytes.length > BYTES_MAX) {
                throw new TlsFileException(setting, file + ": is larger than 1 MiB, which no PEM file needs");
            }
            return new PemFile(parse(new String(bytes, StandardCharsets.ISO_8859_1)));
        } catch (NoSuchFileException e) {
            throw new TlsFileException(setting, file + ": there is no such file");
        } catch (AccessDeniedException e) {
            throw new TlsFileException(setting, file + ": may not be read by the user that the gateway runs as");
        } catch (IOException e) {
            throw new TlsFileException(setting, file + ": cannot be read: " + e.getMessage());
        } catch (IllegalArgumentException e) {
            throw new TlsFileException(setting, file + ": is no PEM file: " + e.getMessage());
        }
    }

    /** @throws IllegalArgumentException when a block has no end, or is not base64 */
    static List<Block> parse(String text) {
        List<Block> blocks = new ArrayList<>();
        for (int at = text.indexOf(BEGIN); at >= 0; at = text.indexOf(BEGIN, at)) {
            int labelEnd = text.indexOf(DASHES, at + BEGIN.length());
            String label = labelEnd < 0 ? "" : text.substring(at + BEGIN.length(), labelEnd);
            int end = text.indexOf(END + label + DASHES, at);
            if (label.isEmpty() || label.indexOf('\n') >= 0 || end < 0) {
                throw new IllegalArgumentException("a block has no end");
            }
            blocks.add(block(label, text.substring(labelEnd + DASHES.length(), end)));
            at = end;
        }
        return blocks;
    }

    private static Block block(String label, String body) {
        // Old keys say in headers, which end with an empty line, how they are encrypted.
        if (label.startsWith("ENCRYPTED") || body.contains("ENCRYPTED")) {
            return new Block(label, true, "");
        }
        Block block = new Block(label, false, body.replaceAll("\\s", ""));
        try {
            block.bytes();
            return block;
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("the block " + label + " is not base64");
        }
    }
}
