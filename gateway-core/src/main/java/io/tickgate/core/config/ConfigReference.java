package io.tickgate.core.config;

/** The annotated default configuration, as {@code config/gateway.yaml} ships it: every key, its range, its default. */
public final class ConfigReference {
    private static final int LINE_CHARS_MAX = 110;

    private ConfigReference() {}

    /** A YAML file in which every setting stands at its default. */
    public static String yaml() {
        StringBuilder out = new StringBuilder("""
                # Tickgate: every setting, at its default.
                # The environment overrides this file: server.port is GATEWAY_SERVER_PORT. Flags override both: --set server.port=9001.
                # Sizes: 512B, 64KiB, 1MiB, 2GiB. Durations: 1500ms, 30s, 2m, 1h. An unknown key refuses to start.
                """);
        String section = "";
        for (Setting<?> setting : GatewayConfig.SETTINGS) {
            int dot = setting.key().indexOf('.');
            String own = dot < 0 ? "" : setting.key().substring(0, dot);
            if (!own.equals(section)) {
                section = own;
                out.append('\n').append(own.isEmpty() ? "" : own + ":\n");
            }
            append(out, setting, dot < 0 ? "" : "  ", setting.key().substring(dot + 1));
        }
        return out.toString();
    }

    private static void append(StringBuilder out, Setting<?> setting, String indent, String name) {
        appendComment(out, indent, setting.doc());
        appendComment(out, indent, "Takes " + setting.range() + ".");
        String value = setting.defaultText();
        out.append(indent).append(name).append(": ");
        out.append(setting.isList() ? "[" + quoted(value) + "]" : value).append('\n');
    }

    /** {@code ::1} in a list would be read as a mapping. */
    private static String quoted(String list) {
        return list.isEmpty() ? "" : '"' + list.replace(", ", "\", \"") + '"';
    }

    private static void appendComment(StringBuilder out, String indent, String text) {
        StringBuilder line = new StringBuilder(indent).append('#');
        for (String word : text.split(" ", -1)) {
            if (line.length() + 1 + word.length() > LINE_CHARS_MAX) {
                out.append(line).append('\n');
                line = new StringBuilder(indent).append('#');
            }
            line.append(' ').append(word);
        }
        out.append(line).append('\n');
    }
}
