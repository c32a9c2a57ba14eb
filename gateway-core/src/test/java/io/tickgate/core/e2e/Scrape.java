package io.tickgate.core.e2e;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A page of metrics as Prometheus's text has it, read with no code of the gateway's. */
final class Scrape {
    private static final Pattern SAMPLE = Pattern.compile("([a-z_:]+)(\\{.*})? (\\S+)");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)=\"((?:[^\"\\\\]|\\\\.)*)\"");

    private final Map<String, String> types = new LinkedHashMap<>();
    private final Map<String, Double> samples = new LinkedHashMap<>();
    private final Map<String, Set<String>> labels = new TreeMap<>();

    static Scrape of(String text) {
        Scrape scrape = new Scrape();
        text.lines().forEach(scrape::read);
        return scrape;
    }

    private void read(String line) {
        if (line.startsWith("# TYPE ")) {
            String[] words = line.split(" ", -1);
            if (types.put(words[2], words[3]) != null) {
                throw new AssertionError(words[2] + " is there twice");
            }
        } else if (!line.startsWith("#")) {
            Matcher sample = SAMPLE.matcher(line);
            if (!sample.matches()) {
                throw new AssertionError("not a sample: " + line);
            }
            String key = sample.group(1) + (sample.group(2) == null ? "" : sample.group(2));
            if (samples.put(key, Double.parseDouble(sample.group(3).replace("+Inf", "Infinity"))) != null) {
                throw new AssertionError(key + " is there twice");
            }
            Set<String> names = labels.computeIfAbsent(familyOf(sample.group(1)), name -> new TreeSet<>());
            Matcher label = LABEL.matcher(key);
            while (label.find()) {
                names.add(label.group(1));
            }
        }
    }

    /** What a sample belongs to: {@code x_bucket}, {@code x_sum} and {@code x_count} to x. */
    String familyOf(String sample) {
        String base = sample.replaceFirst("_(bucket|sum|count)$", "");
        return types.containsKey(sample) ? sample : base;
    }

    /** @param sample as it stands in the page, such as {@code x{a="b"}} */
    double get(String sample) {
        Double value = samples.get(sample);
        if (value == null) {
            throw new AssertionError("no sample " + sample + " in " + samples.keySet());
        }
        return value;
    }

    Map<String, Double> samples() {
        return samples;
    }

    Map<String, String> types() {
        return types;
    }

    /** Names of labels by metric; {@code le} is a histogram's own and left in. */
    Map<String, Set<String>> labels() {
        return labels;
    }
}
