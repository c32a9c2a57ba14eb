package io.tickgate.bench.load.report;

import static org.assertj.core.api.Assertions.assertThat;

import io.tickgate.bench.load.result.Verdict;
import io.tickgate.bench.load.result.Verdict.Outcome;
import java.io.StringReader;
import java.util.List;
import java.util.stream.IntStream;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;
import org.w3c.dom.Element;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;

class HtmlReportTest {
    private static Document parse(String html) throws Exception {
        return DocumentBuilderFactory.newInstance().newDocumentBuilder().parse(new InputSource(new StringReader(html)));
    }

    private static List<Element> all(Document page, String tag) {
        NodeList nodes = page.getElementsByTagName(tag);
        return IntStream.range(0, nodes.getLength())
                .mapToObj(i -> (Element) nodes.item(i))
                .toList();
    }

    private static List<String> cellsBeside(Document page, String head) {
        Element row = all(page, "th").stream()
                .filter(th -> th.getTextContent().equals(head))
                .map(th -> (Element) th.getParentNode())
                .findFirst()
                .orElseThrow();
        NodeList cells = row.getElementsByTagName("td");
        return IntStream.range(0, cells.getLength())
                .mapToObj(i -> cells.item(i).getTextContent())
                .toList();
    }

    private static Element plot(Document page, String id) {
        return all(page, "svg").stream()
                .filter(svg -> svg.getAttribute("aria-labelledby").equals(id + "-t " + id + "-d"))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void thePageIsWellFormedAndShowsTheFigures() throws Exception {
        Document page = parse(HtmlReport.of(List.of(MadeUp.run("gateway"))));

        assertThat(cellsBeside(page, "latency p99")).containsExactly("9.90 ms");
        assertThat(cellsBeside(page, "delivered")).containsExactly("9,990/s");
        assertThat(cellsBeside(page, "server CPU")).containsExactly("3 µs per delivery, 3 % of a processor");
        assertThat(cellsBeside(page, "channel")).containsExactly("market_data:\"A&B\"");
        assertThat(page.getDocumentElement().getTextContent()).contains("PASSED", "p50 <= 1 ms", "NOT MET");
    }

    @Test
    void itNeedsNothingFromElsewhere() {
        String html = HtmlReport.of(List.of(MadeUp.run("gateway")));

        assertThat(html).doesNotContain("<script", "src=", "href=", "url(", "@import");
        assertThat(html).contains("prefers-color-scheme: dark", "width=device-width");
    }

    @Test
    void everyPlotHasATitleAndItsFiguresInWords() throws Exception {
        Document page = parse(HtmlReport.of(List.of(MadeUp.run("gateway"))));

        assertThat(all(page, "svg")).hasSize(6).allSatisfy(svg -> {
            assertThat(svg.getAttribute("role")).isEqualTo("img");
            assertThat(svg.getElementsByTagName("title").getLength()).isEqualTo(1);
            assertThat(svg.getElementsByTagName("desc").item(0).getTextContent())
                    .startsWith("gateway: ");
        });
        assertThat(plot(page, "ramp").getTextContent())
                .contains("100/s: p99 4 ms, kept; 200/s: p99 61 ms, broken", "publications per second");
    }

    @Test
    void aSecondWithoutDeliveriesBreaksTheLineOfLatency() throws Exception {
        Document page = parse(HtmlReport.of(List.of(MadeUp.run("gateway"))));

        NodeList paths = plot(page, "latency-over-time").getElementsByTagName("path");
        List<String> lines = IntStream.range(0, paths.getLength())
                .mapToObj(i -> (Element) paths.item(i))
                .filter(path -> path.getAttribute("class").startsWith("line ")
                        && path.getAttribute("d").length() > 50)
                .map(path -> path.getAttribute("d"))
                .toList();
        assertThat(lines)
                .hasSize(3)
                .allSatisfy(line -> assertThat(line.split("M", -1)).hasSize(3));
    }

    @Test
    void severalRunsStandBesideEachOtherUnderNamesOfTheirOwn() throws Exception {
        Document page = parse(HtmlReport.of(List.of(
                MadeUp.run("gateway"),
                MadeUp.run("floor"),
                MadeUp.run("gateway", MadeUp.BROKEN, new Verdict(Outcome.FAILED, "7 lost")))));

        assertThat(cellsBeside(page, "account"))
                .containsExactly(
                        "all 600,000 once, in order, to the right subscriber",
                        "all 600,000 once, in order, to the right subscriber",
                        "7 lost, 1 undelivered, 6 cut off, 5 doubled, 4 out of order, 3 misrouted, 2 foreign, "
                                + "8 failed to connect, 9 disconnected, 10 publish errors; 599,990 delivered");
        assertThat(plot(page, "by-percentile").getTextContent()).contains("gateway 1", "floor", "gateway 2");
    }
}
