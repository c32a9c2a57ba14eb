package io.tickgate.core.config;

import java.util.HashSet;
import java.util.List;
import java.util.Set;

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
                # What is marked as reloadable is taken over by a running gateway on SIGHUP; all else counts from the next start.
                """);
        Set<String> explained = new HashSet<>();
        List<String> open = List.of();
        for (Setting<?> setting : GatewayConfig.SETTINGS) {
            if (setting == ChannelsConfig.MORE) {
                // Stands as names below "channels:", beside the settings of the families.
                continue;
            }
            List<String> path = List.of(setting.key().split("\\.", -1));
            List<String> sections = path.subList(0, path.size() - 1);
            openSections(out, open, sections);
            open = sections;
            String indent = "  ".repeat(sections.size());
            // What the families have in common is explained with the first of them.
            if (explained.add(setting.doc())) {
                appendComment(out, indent, setting.doc());
                appendComment(
                        out, indent, "Takes " + setting.range() + (setting.isReloadable() ? "; reloadable." : "."));
            }
            if (setting.key().endsWith(FamilyConfig.VIEWS)) {
                // Stands as names, each with a list of its own.
                out.append(indent).append(path.get(path.size() - 1)).append(": {}\n");
                continue;
            }
            appendValue(out, setting, indent + path.get(path.size() - 1));
        }
        return out.toString();
    }

    private static void openSections(StringBuilder out, List<String> open, List<String> wanted) {
        int common = 0;
        while (common < Math.min(open.size(), wanted.size()) && open.get(common).equals(wanted.get(common))) {
            common++;
        }
        for (int depth = common; depth < wanted.size(); depth++) {
            String indent = "  ".repeat(depth);
            if (depth == 0) {
                out.append('\n');
            }
            if (wanted.get(depth).equals(ChannelsConfig.MORE.key())) {
                appendComment(out, indent, ChannelsConfig.MORE.doc() + " Add one by its name: orders: {}.");
            }
            out.append(indent).append(wanted.get(depth)).append(":\n");
        }
    }

    private static void appendValue(StringBuilder out, Setting<?> setting, String name) {
        String value = setting.defaultText();
        out.append(name).append(": ");
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
