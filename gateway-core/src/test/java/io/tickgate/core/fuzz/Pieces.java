package io.tickgate.core.fuzz;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;

/** Cuts bytes as a network might. */
public final class Pieces {
    private Pieces() {}

    /** @return the bytes in their order, in pieces of one to many */
    public static List<byte[]> of(byte[] bytes, Random random) {
        int longest = 1 << random.nextInt(7);
        List<byte[]> pieces = new ArrayList<>();
        for (int from = 0; from < bytes.length; ) {
            int to = Math.min(bytes.length, from + 1 + random.nextInt(longest));
            pieces.add(Arrays.copyOfRange(bytes, from, to));
            from = to;
        }
        return pieces;
    }
}
