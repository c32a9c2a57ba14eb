package io.tickgate.core.e2e;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/** The table of metrics, the dashboard and the alerts speak of what a gateway tells, and of all of it. */
class MetricsDocumentationTest {
    private static final Path ROOT = Path.of("..");
    private static final Pattern ROW =
            Pattern.compile("(?m)^\\| `((?:gateway|process|jvm)_[a-z_]+)(?:\\{([a-z_,]+)})?` \\|");
    private static final Pattern EXPRESSION = Pattern.compile("(?m)^\\s*\"?expr\"?: \"?(.*?)\"?,?$");
    private static final Pattern METRIC = Pattern.compile("\\b(?:gateway|jvm|process)_[a-z_]+");
    private static final Pattern SELECTOR = Pattern.compile("(\\w+)\\{([^}]*)}");
    private static final Pattern LABEL = Pattern.compile("([a-z_]+)\\s*(?:=~|!=|!~|=)\\s*\"([^\"]*)\"");

    /** What Prometheus adds to every sample. */
    private static final Set<String> TARGET_LABELS = Set.of("instance", "job");

    private static Scrape scrape() {
        try (TestGateway gateway = TestGateway.start(Wiring.EPOLL_ONE_LOOP)) {
            MetricsScene.play(gateway);
            return Scrape.of(gateway.request("GET", "/metrics", "").body());
        }
    }

    private static String read(String file) throws IOException {
        return Files.readString(ROOT.resolve(file));
    }

    @Test
    void theTableOfTheManualHasEveryMetricAndNoOther() throws IOException {
        Map<String, Set<String>> documented = new TreeMap<>();
        Matcher row = ROW.matcher(read("docs/OPERATIONS.md"));
        while (row.find()) {
            String labels = row.group(2);
            documented.put(row.group(1), labels == null ? Set.of() : new TreeSet<>(Set.of(labels.split(",", -1))));
        }

        Map<String, Set<String>> told = scrape().labels();
        told.values().forEach(labels -> labels.remove("le"));

        assertThat(documented).isEqualTo(told);
    }

    @Test
    void everyKeyOfALimitIsOneOfTheConfiguration() throws IOException {
        String configuration = read("config/gateway.yaml");
        Matcher key = Pattern.compile("gateway_limit\\{key=\"([a-z-]+)\\.([a-z-]+)\"}")
                .matcher(String.join("\n", scrape().samples().keySet()));
        int count = 0;
        while (key.find()) {
            count++;
            assertThat(configuration).contains("\n" + key.group(1) + ":", "\n  " + key.group(2) + ":");
        }
        assertThat(count).isGreaterThan(15);
    }

    @Test
    void theDashboardAndTheAlertsNameOnlyWhatThereIs() throws IOException {
        Scrape scrape = scrape();
        for (String file : Set.of("config/grafana/tickgate.json", "config/prometheus/alerts.yml")) {
            Set<String> expressions = new LinkedHashSet<>();
            Matcher expression = EXPRESSION.matcher(read(file));
            while (expression.find()) {
                expressions.add(expression.group(1).replace("\\\"", "\""));
            }
            assertThat(expressions).as(file).hasSizeGreaterThan(10);
            expressions.forEach(each -> requireKnown(each, scrape));
        }
    }

    private static void requireKnown(String expression, Scrape scrape) {
        Matcher metric = METRIC.matcher(expression);
        Set<String> labels = new TreeSet<>(TARGET_LABELS);
        while (metric.find()) {
            String name = scrape.familyOf(metric.group());
            assertThat(scrape.types()).as(expression).containsKey(name);
            labels.addAll(scrape.labels().get(name));
        }
        Matcher selector = SELECTOR.matcher(expression);
        while (selector.find()) {
            Matcher label = LABEL.matcher(selector.group(2));
            while (label.find()) {
                if (!TARGET_LABELS.contains(label.group(1))) {
                    requireValues(selector.group(1), label.group(1), label.group(2), scrape);
                }
            }
        }
        Matcher by = Pattern.compile("\\bby \\(([^)]*)\\)").matcher(expression);
        while (by.find()) {
            assertThat(labels).as(expression).contains(by.group(1).split(", ", -1));
        }
    }

    /** Every word of {@code a|b} is a value that the label has. */
    private static void requireValues(String metric, String label, String values, Scrape scrape) {
        for (String value : values.split("\\|", -1)) {
            assertThat(scrape.samples().keySet())
                    .anyMatch(sample -> sample.startsWith(metric) && sample.contains(label + "=\"" + value + "\""));
        }
    }
}
