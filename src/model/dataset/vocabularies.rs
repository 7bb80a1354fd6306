//! The words that fields of a dataset choose from.

use crate::model::field::{Vocabulary, term};

pub(super) static RESOURCE_TYPE: Vocabulary = Vocabulary {
    name: "resource_type",
    terms: &[
        term("vector", ""),
        term("raster", ""),
        term("table", ""),
        term("series", ""),
        term("service", ""),
        term("resource", ""),
    ],
};

/// The 34 themes of Directive 2007/2/EC, annexes I to III.
pub(super) static THEME: Vocabulary = Vocabulary {
    name: "theme",
    terms: &[
        term("addresses", ""),
        term("administrative_units", ""),
        term("agricultural_and_aquaculture_facilities", ""),
        term("area_management", ""),
        term("atmospheric_conditions", ""),
        term("bio_geographical_regions", ""),
        term("buildings", ""),
        term("cadastral_parcels", ""),
        term("coordinate_reference_systems", ""),
        term("elevation", ""),
        term("energy_resources", ""),
        term("environmental_monitoring_facilities", ""),
        term("geographical_grid_systems", ""),
        term("geographical_names", ""),
        term("geology", ""),
        term("habitats_and_biotopes", ""),
        term("human_health_and_safety", ""),
        term("hydrography", ""),
        term("land_cover", ""),
        term("land_use", ""),
        term("meteorological_geographical_features", ""),
        term("mineral_resources", ""),
        term("natural_risk_zones", ""),
        term("oceanographic_geographical_features", ""),
        term("orthoimagery", ""),
        term("population_distribution", ""),
        term("production_and_industrial_facilities", ""),
        term("protected_sites", ""),
        term("sea_regions", ""),
        term("soil", ""),
        term("species_distribution", ""),
        term("statistical_units", ""),
        term("transport_networks", ""),
        term("utility_and_governmental_services", ""),
    ],
};

/// ISO 19115, `MD_TopicCategoryCode`.
pub(super) static TOPIC: Vocabulary = Vocabulary {
    name: "topic",
    terms: &[
        term("farming", ""),
        term("biota", ""),
        term("boundaries", ""),
        term("climatology_meteorology_atmosphere", ""),
        term("economy", ""),
        term("elevation", ""),
        term("environment", ""),
        term("geoscientific_information", ""),
        term("health", ""),
        term("imagery_base_maps_earth_cover", ""),
        term("intelligence_military", ""),
        term("inland_waters", ""),
        term("location", ""),
        term("oceans", ""),
        term("planning_cadastre", ""),
        term("society", ""),
        term("structure", ""),
        term("transportation", ""),
        term("utilities_communication", ""),
    ],
};

/// ISO 19115, `CI_RoleCode`.
pub(super) static ROLE: Vocabulary = Vocabulary {
    name: "role",
    terms: &[
        term("resource_provider", ""),
        term("custodian", ""),
        term("owner", ""),
        term("user", ""),
        term("distributor", ""),
        term("originator", ""),
        term("point_of_contact", ""),
        term("principal_investigator", ""),
        term("processor", ""),
        term("publisher", ""),
        term("author", ""),
    ],
};

/// ISO 19115, `MD_MaintenanceFrequencyCode`.
pub(super) static MAINTENANCE: Vocabulary = Vocabulary {
    name: "maintenance",
    terms: &[
        term("continual", ""),
        term("daily", ""),
        term("weekly", ""),
        term("fortnightly", ""),
        term("monthly", ""),
        term("quarterly", ""),
        term("biannually", ""),
        term("annually", ""),
        term("as_needed", ""),
        term("irregular", ""),
        term("not_planned", ""),
        term("unknown", ""),
    ],
};

/// ISO 19115, `MD_RestrictionCode`.
pub(super) static RESTRICTION: Vocabulary = Vocabulary {
    name: "restriction",
    terms: &[
        term("copyright", ""),
        term("patent", ""),
        term("patent_pending", ""),
        term("trademark", ""),
        term("license", ""),
        term("intellectual_property_rights", ""),
        term("restricted", ""),
        term("other_restrictions", ""),
    ],
};

pub(super) static CONSTRAINT: Vocabulary =
    Vocabulary { name: "constraint", terms: &[term("use", ""), term("access", "")] };

pub(super) static LINK_TYPE: Vocabulary = Vocabulary {
    name: "link_type",
    terms: &[
        term("wms", ""),
        term("wfs", ""),
        term("wmts", ""),
        term("wcs", ""),
        term("csw", ""),
        term("ogc_api", ""),
        term("file", ""),
        term("page", ""),
        term("other", ""),
    ],
};

pub(super) static ACTION: Vocabulary =
    Vocabulary { name: "action", terms: &[term("view", ""), term("download", ""), term("other", "")] };
