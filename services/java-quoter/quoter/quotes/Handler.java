package quotes;

import java.util.Map;

/** What Lambda calls: JSON arrives as a map, and the map that is returned becomes JSON. */
public final class Handler {
    public Map<String, Object> handle(Map<String, Object> event) {
        Request request = Request.of(event);
        return Map.of("premiumCents", Tariff.premiumCents(request), "tariff", Tariff.VERSION);
    }
}
