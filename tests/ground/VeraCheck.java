import java.io.File;
import java.io.FileInputStream;
import java.io.InputStream;
import java.util.Map;
import java.util.TreeMap;
import org.verapdf.gf.foundry.VeraGreenfieldFoundryProvider;
import org.verapdf.pdfa.Foundries;
import org.verapdf.pdfa.PDFAParser;
import org.verapdf.pdfa.PDFAValidator;
import org.verapdf.pdfa.results.TestAssertion;
import org.verapdf.pdfa.results.ValidationResult;
import org.verapdf.pdfa.validation.profiles.Profiles;
import org.verapdf.pdfa.validation.profiles.ValidationProfile;

public class VeraCheck {
    public static void main(String[] files) throws Exception {
        VeraGreenfieldFoundryProvider.initialise();
        for (String name : new String[] {"PDFUA-1", "PDFA-2A"}) {
            InputStream xml = Profiles.class.getResourceAsStream("/org/verapdf/pdfa/validation/" + name + ".xml");
            ValidationProfile profile = Profiles.profileFromXml(xml);
            for (String file : files) {
                try (InputStream pdf = new FileInputStream(file);
                     PDFAParser parser = Foundries.defaultInstance().createParser(pdf, profile.getPDFAFlavour());
                     PDFAValidator validator = Foundries.defaultInstance().createValidator(profile, false)) {
                    ValidationResult result = validator.validate(parser);
                    System.out.println("verdict\t" + name + "\t" + new File(file).getName() + "\t" + result.isCompliant());
                    Map<String, String> faults = new TreeMap<>();
                    for (TestAssertion test : result.getTestAssertions()) {
                        if (test.getStatus() == TestAssertion.Status.FAILED)
                            faults.putIfAbsent(test.getRuleId().getClause() + "-" + test.getRuleId().getTestNumber(), test.getMessage() + " @ " + test.getLocation().getContext());
                    }
                    faults.forEach((rule, text) -> System.out.println("  " + rule + " " + text));
                }
            }
        }
    }
}
