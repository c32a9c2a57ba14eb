package io.tickgate.cli;

import io.tickgate.cli.client.AdminClient;
import io.tickgate.cli.client.AdminPage;
import io.tickgate.cli.client.AdminQuery;
import io.tickgate.cli.client.HttpApiClient.Answer;
import io.tickgate.cli.console.ExitCode;
import io.tickgate.cli.console.Failure;
import io.tickgate.cli.console.PlainText;
import io.tickgate.protocol.wire.WireException;
import java.io.PrintWriter;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/**
 * Prints a list of the admin listener page by page, as a table or as lines of JSON.
 *
 * @param name of the list in the answers
 * @param columns fields of the items, the first of them the widest
 */
record AdminList(String name, List<String> columns, int firstWidth) {
    static final int PAGE_ITEMS = 500;

    /**
     * @param query makes the request for the first page
     * @return how many there were
     */
    int print(AdminClient client, Supplier<AdminQuery> query, int limit, boolean json, PrintWriter out)
            throws Failure, InterruptedException {
        String cursor = null;
        boolean isFirst = true;
        int left = limit;
        do {
            Answer answer = client.get(query.get()
                    .with("limit", Math.min(left, PAGE_ITEMS))
                    .with("cursor", cursor)
                    .toString());
            if (!answer.isSuccess()) {
                throw answer.refusal();
            }
            AdminPage page = answer.read(AdminPage.of(name));
            if (isFirst && !json) {
                row(out, columns);
            }
            isFirst = false;
            for (String item : page.items()) {
                if (json) {
                    out.println(item);
                } else {
                    printRow(out, item);
                }
            }
            left -= page.items().size();
            cursor = page.next();
        } while (cursor != null && left > 0);
        if (cursor != null && !json) {
            out.println("... and more: --limit");
        }
        return limit - left;
    }

    private void printRow(PrintWriter out, String item) throws Failure {
        try {
            Map<String, String> fields = AdminPage.fields(item);
            row(
                    out,
                    columns.stream()
                            .map(column -> PlainText.of(fields.getOrDefault(column, "-")))
                            .toList());
        } catch (WireException e) {
            throw new Failure(ExitCode.UNREACHABLE, "the gateway's answer cannot be read: " + e.text());
        }
    }

    private void row(PrintWriter out, List<String> cells) {
        StringBuilder line = new StringBuilder();
        for (int i = 0; i < cells.size(); i++) {
            int width = Math.max(i == 0 ? firstWidth : 12, columns.get(i).length());
            line.append(cells.get(i))
                    .append(" ".repeat(Math.max(0, width - cells.get(i).length())))
                    .append("  ");
        }
        out.println(line.toString().stripTrailing());
    }
}
