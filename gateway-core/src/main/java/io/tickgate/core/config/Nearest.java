package io.tickgate.core.config;

import java.util.Collection;
import java.util.Comparator;

/** Guesses what somebody meant. */
public final class Nearest {
    private Nearest() {}

    /** The candidate with the fewest edits to {@code text}; ties go to the first in the alphabet. */
    public static String of(String text, Collection<String> candidates) {
        return candidates.stream()
                .min(Comparator.comparingInt((String candidate) -> distance(text, candidate))
                        .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    /** Insertions, deletions and replacements that make one of the other (Levenshtein). */
    static int distance(String a, String b) {
        int[] above = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            above[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            int diagonal = above[0];
            above[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                int replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = above[j];
                above[j] = Math.min(replaced, Math.min(above[j], above[j - 1]) + 1);
            }
        }
        return above[b.length()];
    }
}
