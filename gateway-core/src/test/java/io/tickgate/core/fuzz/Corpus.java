package io.tickgate.core.fuzz;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/**
 * Inputs that are worth changing a little, out of {@code corpus/NAME.txt}: one a line, where {@code \r}, {@code \n}, {@code \\}
 * and {@code \xHH} stand for bytes. Lines that begin with {@code #} are comments.
 */
public final class Corpus {
    private static final int CHANGES_MAX = 4;
    private static final byte[] INTERESTING = "\r\n \t\0:;,=/%\"[]{}0919-+.\u007f".getBytes(ISO_8859_1);

    private final List<byte[]> entries;

    private Corpus(List<byte[]> entries) {
        this.entries = entries;
    }

    public static Corpus of(String name) {
        String path = "/corpus/" + name + ".txt";
        try (InputStream in = Corpus.class.getResourceAsStream(path)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + path);
            }
            return new Corpus(new String(in.readAllBytes(), UTF_8)
                    .lines()
                    .filter(line -> !line.isEmpty() && !line.startsWith("#"))
                    .map(Corpus::unescaped)
                    .toList());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public List<byte[]> entries() {
        return entries;
    }

    private static byte[] unescaped(String line) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        for (int i = 0; i < line.length(); i++) {
            char c = line.charAt(i);
            if (c != '\\') {
                bytes.writeBytes(String.valueOf(c).getBytes(UTF_8));
                continue;
            }
            char escape = line.charAt(++i);
            switch (escape) {
                case 'r' -> bytes.write('\r');
                case 'n' -> bytes.write('\n');
                case 'x' -> {
                    bytes.write(Integer.parseInt(line.substring(i + 1, i + 3), 16));
                    i += 2;
                }
                default -> bytes.write(escape);
            }
        }
        return bytes.toByteArray();
    }

    /** One of the entries, or two joined, with up to {@value #CHANGES_MAX} changes: bytes replaced, put in, left out, repeated. */
    public byte[] mutation(Random random) {
        byte[] bytes = any(random);
        if (random.nextInt(4) == 0) {
            bytes = splice(bytes, bytes.length, any(random), bytes.length);
        }
        for (int i = random.nextInt(CHANGES_MAX + 1); i > 0; i--) {
            bytes = changed(bytes, random);
        }
        return bytes;
    }

    private byte[] any(Random random) {
        return entries.get(random.nextInt(entries.size()));
    }

    private static byte[] changed(byte[] bytes, Random random) {
        int at = random.nextInt(bytes.length + 1);
        int until = Math.min(bytes.length, at + 1 + random.nextInt(1 << random.nextInt(6)));
        byte[] replacement = switch (random.nextInt(4)) {
            case 0 -> new byte[] {INTERESTING[random.nextInt(INTERESTING.length)]};
            case 1 -> new byte[] {(byte) random.nextInt()};
            case 2 -> new byte[0];
            default -> Arrays.copyOfRange(bytes, at, until);
        };
        boolean inserts = random.nextBoolean();
        return splice(bytes, at, replacement, inserts ? at : until);
    }

    /** {@code bytes} up to {@code at}, then {@code middle}, then the rest from {@code until} on. */
    private static byte[] splice(byte[] bytes, int at, byte[] middle, int until) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        out.write(bytes, 0, at);
        out.writeBytes(middle);
        out.write(bytes, until, bytes.length - until);
        return out.toByteArray();
    }
}
