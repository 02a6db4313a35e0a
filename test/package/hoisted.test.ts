import { byCompany, companyDependencies, packCompany } from "./support/company";
import { hasAWholeLife } from "./support/whole-life";

hasAWholeLife("brought by another package alone, where npm puts it", {
    installation: { by: "npm", dependencies: companyDependencies, prepare: packCompany },
    files: { "index.js": byCompany },
    runsOn: { node: /^v/, sdk: /^3\./ },
});
