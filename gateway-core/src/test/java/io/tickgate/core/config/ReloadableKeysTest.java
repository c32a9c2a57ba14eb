package io.tickgate.core.config;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** The list of what a reload takes over, in docs/OPERATIONS.md, is made of the settings; this test can renew it. */
class ReloadableKeysTest {
    private static final Path DOCUMENT = Path.of("..", "docs", "OPERATIONS.md");
    private static final String BEGIN = "<!-- reloadable -->\n";
    private static final String END = "<!-- /reloadable -->";

    private static String list() {
        Map<String, String> bySection = GatewayConfig.reloadableKeys().stream()
                .collect(Collectors.groupingBy(
                        key -> key.substring(0, key.indexOf('.')),
                        TreeMap::new,
                        Collectors.mapping(
                                key -> "`" + key.substring(key.indexOf('.') + 1) + "`", Collectors.joining(", "))));
        return bySection.entrySet().stream()
                .map(section -> "- `" + section.getKey() + "`: " + section.getValue() + "\n")
                .collect(Collectors.joining());
    }

    @Test
    void theDocumentListsThem() throws IOException {
        String text = Files.readString(DOCUMENT);
        int from = text.indexOf(BEGIN) + BEGIN.length();
        int to = text.indexOf(END);
        if (Boolean.getBoolean("gateway.renew-config")) {
            text = text.substring(0, from) + list() + text.substring(to);
            Files.writeString(DOCUMENT, text);
            to = text.indexOf(END);
        }

        assertThat(text.substring(from, to)).isEqualTo(list());
    }

    @Test
    void whatDecidesOnMemoryAndSocketsIsNoneOfThem() {
        assertThat(GatewayConfig.reloadableKeys())
                .contains(
                        "server.allowed-origins", "ingest.allowed-addresses", "limits.max-connections", "drain.window")
                .doesNotContainAnyElementsOf(
                        List.of("server.port", "server.host", "limits.memory", "server.event-loops", "channels"));
    }
}
