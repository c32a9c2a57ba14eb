package io.tickgate.core.admin;

import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** The two forms in which metrics are read. */
public enum MetricsFormat {
    /** Prometheus's own text, which needs no negotiation. */
    PROMETHEUS("text/plain; version=0.0.4; charset=utf-8"),
    OPENMETRICS("application/openmetrics-text; version=1.0.0; charset=utf-8");

    private static final String OPENMETRICS_TYPE = "application/openmetrics-text";
    private static final String OPENMETRICS_VERSION = "1.0.0";

    private final String contentType;

    MetricsFormat(String contentType) {
        this.contentType = contentType;
    }

    public String contentType() {
        return contentType;
    }

    /**
     * The form that a reader likes best; the text where it has no word for either.
     *
     * @param accept the request's {@code Accept}, or null
     */
    public static MetricsFormat of(@Nullable String accept) {
        double openMetrics = 0;
        double text = 0;
        for (String range :
                accept == null ? new String[0] : accept.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = range.split(";", -1);
            double quality = quality(parts);
            switch (parts[0].strip()) {
                case OPENMETRICS_TYPE -> {
                    String version = parameter(parts, "version");
                    if (version == null || version.equals(OPENMETRICS_VERSION)) {
                        openMetrics = Math.max(openMetrics, quality);
                    }
                }
                case "text/plain", "text/*", "*/*" -> text = Math.max(text, quality);
                default -> {}
            }
        }
        return openMetrics > 0 && openMetrics >= text ? OPENMETRICS : PROMETHEUS;
    }

    /**
     * Whether a reader takes what is compressed by gzip.
     *
     * @param acceptEncoding the request's {@code Accept-Encoding}, or null
     */
    public static boolean takesGzip(@Nullable String acceptEncoding) {
        if (acceptEncoding == null) {
            return false;
        }
        for (String coding : acceptEncoding.toLowerCase(Locale.ROOT).split(",", -1)) {
            String[] parts = coding.split(";", -1);
            if (parts[0].strip().equals("gzip")) {
                return quality(parts) > 0;
            }
        }
        return false;
    }

    /** RFC 9110 section 12.4.2: 1 where nothing is said; 0, and so not at all, where it cannot be read. */
    private static double quality(String[] parts) {
        String text = parameter(parts, "q");
        try {
            return text == null ? 1 : Double.parseDouble(text);
        } catch (NumberFormatException e) {
            return 0;
        }
    }

    private static @Nullable String parameter(String[] parts, String name) {
        for (int i = 1; i < parts.length; i++) {
            String part = parts[i].strip();
            if (part.startsWith(name + "=")) {
                return part.substring(name.length() + 1).replace("\"", "");
            }
        }
        return null;
    }
}
