"""The page: payload, assets, folium. Imports maps.text, maps.style and the root's modules, no drawing."""
