import java.util.Map;

public class Handler {
    public Map<String, Object> handle(Map<String, Object> event) {
        return Map.of("seen", event);
    }
}
