import com.sun.net.httpserver.HttpServer;
import java.net.InetSocketAddress;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.logging.Logger;

/**
 * GET /shop asks another server and answers with its status and the trace that it names.
 *
 * <p>Usage: java -javaagent:opentelemetry-javaagent.jar Shop.java URL KEY
 */
public class Shop {
  public static void main(String[] args) throws Exception {
    var client = HttpClient.newHttpClient();
    var key = "Bearer " + args[1];
    var ask = HttpRequest.newBuilder(URI.create(args[0])).header("authorization", key).build();
    var server = HttpServer.create(new InetSocketAddress("127.0.0.1", 0), 0);
    server.createContext("/shop", exchange -> {
      try {
        var answer = client.send(ask, BodyHandlers.discarding());
        Logger.getLogger("shop").info("the other answered " + answer.statusCode());
        var trace = answer.headers().firstValue("traceresponse").orElse("");
        exchange.getResponseHeaders().set("traceresponse", trace);
        exchange.sendResponseHeaders(answer.statusCode(), -1);
      } catch (InterruptedException interrupted) {
        Thread.currentThread().interrupt();
      } finally {
        exchange.close();
      }
    });
    server.start();
    System.out.println("http://127.0.0.1:" + server.getAddress().getPort() + "/shop");
  }
}
