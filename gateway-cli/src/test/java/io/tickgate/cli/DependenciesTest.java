package io.tickgate.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Element;
import org.w3c.dom.Node;
import org.w3c.dom.NodeList;

/** What the gateway ships of others, as the build's bill of materials has it, and under which licences. */
class DependenciesTest {
    private static final Path BILL = Path.of("target", "bom.xml");
    private static final Path LIST = Path.of("..", "docs", "DEPENDENCIES.md");
    private static final String OWN_GROUP = "io.tickgate";

    /** Licences under which something may be shipped, by their SPDX identifiers. */
    private static final Set<String> ALLOWED =
            Set.of("Apache-2.0", "MIT", "MIT-0", "BSD-2-Clause", "CC0-1.0", "EPL-2.0", "LGPL-2.1-only");

    private record Dependency(String name, String version, Set<String> licences) {
        String row() {
            return "| `" + name + "` | " + version + " | " + String.join(" or ", licences) + " |";
        }
    }

    private static List<Dependency> dependencies;

    @BeforeAll
    static void readBill() throws Exception {
        Assumptions.assumeTrue(
                BILL.toFile().lastModified() > Path.of("pom.xml").toFile().lastModified()
                        && BILL.toFile().lastModified()
                                > Path.of("..", "pom.xml").toFile().lastModified(),
                () ->
                        "there is no bill of materials of this pom (mvn -Pbill, not offline), so nobody looks at licences");
        Element bill = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(BILL.toFile())
                .getDocumentElement();
        dependencies = new ArrayList<>();
        for (Element component : children(only(bill, "components"), "component")) {
            String group = text(component, "group");
            if (!group.equals(OWN_GROUP)) {
                dependencies.add(new Dependency(
                        group + ":" + text(component, "name"), text(component, "version"), licences(component)));
            }
        }
        dependencies.sort(Comparator.comparing(Dependency::name));
    }

    private static Set<String> licences(Element component) {
        Set<String> licences = new TreeSet<>();
        for (Element list : children(component, "licenses")) {
            for (Element licence : children(list, "license")) {
                List<Element> id = children(licence, "id");
                String name = id.isEmpty() ? text(licence, "name") : id.get(0).getTextContent();
                licences.add(name);
            }
        }
        return licences;
    }

    private static List<Element> children(Element parent, String name) {
        List<Element> found = new ArrayList<>();
        NodeList nodes = parent.getChildNodes();
        for (int i = 0; i < nodes.getLength(); i++) {
            Node node = nodes.item(i);
            if (node instanceof Element element && element.getTagName().equals(name)) {
                found.add(element);
            }
        }
        return found;
    }

    private static Element only(Element parent, String name) {
        List<Element> found = children(parent, name);
        assertThat(found).as(name).hasSize(1);
        return found.get(0);
    }

    private static String text(Element parent, String name) {
        return only(parent, name).getTextContent();
    }

    @Test
    void nothingIsShippedWithoutALicenceThatAllowsIt() {
        assertThat(dependencies)
                .hasSizeGreaterThan(10)
                .allSatisfy(dependency -> assertThat(dependency.licences())
                        .as(dependency.name())
                        .isNotEmpty()
                        .anyMatch(ALLOWED::contains));
    }

    @Test
    void theListInTheDocumentsIsTheBill() throws IOException {
        String list = dependencies.stream().map(Dependency::row).distinct().collect(Collectors.joining("\n")) + "\n";
        String file = Files.readString(LIST);
        String head = file.substring(0, file.indexOf("|---|---|---|\n") + "|---|---|---|\n".length());
        if (Boolean.getBoolean("gateway.renew-dependencies")) {
            Files.writeString(LIST, head + list);
        }

        assertThat(Files.readString(LIST))
                .as("renew it: mvn -Pbill -pl gateway-cli -am test -Dtest=DependenciesTest "
                        + "-Dsurefire.failIfNoSpecifiedTests=false -Dgateway.renew-dependencies=true")
                .isEqualTo(head + list);
    }
}
